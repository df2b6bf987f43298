// When two households that people wrote down are the same one. R60; twin of `deliberation::alike`.

/** A name as it is compared: letters only, upper case. */
const nameKey = (name) => name.toUpperCase().replace(/\P{Alphabetic}/gu, '');

/** An address as it is compared: its words and numbers, upper case. */
const addressKey = (address) => address.toUpperCase().split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean).join(' ');

/** Whether two names are written alike; an empty name is like no other. */
export function sameName(a, b) {
  const key = nameKey(a);
  return key !== '' && key === nameKey(b);
}

/** Head and address decide; where both name members and share none, the members tell them apart. */
export function sameHousehold(a, b) {
  if (!sameName(a.head_name, b.head_name) || addressKey(a.address) !== addressKey(b.address)) return false;
  const [own, others] = [a, b].map((household) => household.members.map(nameKey).filter(Boolean));
  return own.length === 0 || others.length === 0 || own.some((key) => others.includes(key));
}
