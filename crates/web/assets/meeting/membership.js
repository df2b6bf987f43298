// Who belongs to a household. R29–R38; twin of `household::membership`.

import { BOUNDS } from './lists.js';

const { half_year_months: HALF_YEAR_MONTHS } = BOUNDS;

/** Whether the answers about a person make a member, and by which rule. */
export function verdict({ alive = true, stay: f }) {
  const say = (counts, rule) => ({ counts, rule });
  if (!alive) return say(false, 'R32');
  switch (f.kind) {
    case 'usual': return f.shares_kitchen === false ? say(false, 'R31') : say((f.months_away ?? 0) < HALF_YEAR_MONTHS, 'R32');
    case 'newborn': return say(true, 'R33');
    case 'guest':
      if ((f.months_here ?? 0) >= HALF_YEAR_MONTHS || (f.months_since_left_home ?? 0) >= HALF_YEAR_MONTHS) return say(true, 'R34');
      return f.intends_to_settle ? say(true, 'R35') : say(false, 'R34');
    case 'domestic_worker': return say(Boolean(f.lives_in && f.eats_with), 'R36');
    case 'head_away_for_work': return say(f.months_between_visits < HALF_YEAR_MONTHS, 'R37');
    case 'child_elsewhere': return say(false, 'R38');
    default: return say(false, 'R32');
  }
}
