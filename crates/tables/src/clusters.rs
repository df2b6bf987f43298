//! New records join the clusters that are already known; a known cluster never changes by itself.

use std::collections::{BTreeMap, BTreeSet};

/// A link between two records of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Number of one record.
    pub a: u32,
    /// Number of the other.
    pub b: u32,
    /// Probability in millionths.
    pub score: u32,
}

/// What became of the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The cluster of each record.
    pub labels: Vec<String>,
    /// Records that were not known and joined a known cluster.
    pub joined: usize,
    /// Links between two known clusters: a person decides whether they are one.
    pub bridges: Vec<Link>,
}

/// Gives every record its cluster.
///
/// Records of `known` keep theirs. The links are taken from the strongest down (ties by the records'
/// ids); a link that would make one cluster of two known ones is put aside. A cluster without a known
/// record is named after the smallest id in it. The order of the records does not matter.
#[must_use]
pub fn join(ids: &[&str], known: &BTreeMap<String, String>, links: &[Link]) -> Joined {
    let mut sets = Sets::new(ids.len());
    let mut labels: Vec<Option<&str>> = ids.iter().map(|id| known.get(*id).map(String::as_str)).collect();
    // the known records of one label are one set from the beginning
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    for (record, label) in labels.iter().enumerate() {
        if let Some(label) = *label {
            let root = *first.entry(label).or_insert(record as u32);
            sets.unite(root, record as u32);
        }
    }
    let mut of_root: Vec<Option<&str>> = vec![None; ids.len()];
    for (label, record) in &first {
        of_root[sets.find(*record) as usize] = Some(label);
    }
    let mut order: Vec<Link> = links.to_vec();
    let ends = |l: &Link| {
        let (a, b) = (ids[l.a as usize], ids[l.b as usize]);
        if a <= b { (a, b) } else { (b, a) }
    };
    order.sort_by(|x, y| y.score.cmp(&x.score).then_with(|| ends(x).cmp(&ends(y))));
    let mut bridges = Vec::new();
    for link in order {
        let (a, b) = (sets.find(link.a), sets.find(link.b));
        if a == b {
            continue;
        }
        match (of_root[a as usize], of_root[b as usize]) {
            (Some(_), Some(_)) => bridges.push(link),
            (label, other) => {
                let root = sets.unite(a, b);
                of_root[root as usize] = label.or(other);
            }
        }
    }
    let joined = (0..ids.len()).filter(|r| labels[*r].is_none() && of_root[sets.find(*r as u32) as usize].is_some());
    let joined = joined.count();
    // a new cluster is named after its smallest id whose name no known cluster bears
    let taken: BTreeSet<&str> = known.values().map(String::as_str).collect();
    let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
    by_id.sort_by_key(|r| ids[*r as usize]);
    let mut fresh: Vec<Option<String>> = vec![None; ids.len()];
    for record in by_id {
        let root = sets.find(record) as usize;
        if of_root[root].is_none() && fresh[root].is_none() {
            let mut name = ids[record as usize].to_owned();
            while taken.contains(name.as_str()) {
                name.push('+');
            }
            fresh[root] = Some(name);
        }
    }
    for (record, label) in labels.iter_mut().enumerate() {
        let root = sets.find(record as u32) as usize;
        *label = label.or(of_root[root]).or(fresh[root].as_deref());
    }
    let labels = labels.into_iter().map(|l| l.unwrap_or("").to_owned()).collect();
    Joined { labels, joined, bridges }
}

/// Disjoint sets; the smallest number is the root.
struct Sets(Vec<u32>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len as u32).collect())
    }
    fn find(&mut self, at: u32) -> u32 {
        let mut at = at;
        while self.0[at as usize] != at {
            let up = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = up;
            at = up;
        }
        at
    }
    fn unite(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.find(a), self.find(b));
        let (root, under) = (a.min(b), a.max(b));
        self.0[under as usize] = root;
        root
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect()
    }

    #[test]
    fn a_new_record_joins_the_cluster_it_is_linked_to_and_strangers_are_named_after_the_smallest() {
        let ids = ["a", "b", "c", "d", "e"];
        let links = [Link { a: 2, b: 0, score: 900_000 }, Link { a: 4, b: 3, score: 800_000 }];
        let joined = join(&ids, &known(&[("a", "k1"), ("b", "k1")]), &links);
        assert_eq!(joined.labels, ["k1", "k1", "k1", "d", "d"]);
        assert_eq!((joined.joined, joined.bridges.len()), (1, 0));
    }

    #[test]
    fn two_known_clusters_never_become_one_even_through_a_new_record() {
        let ids = ["a", "b", "n"];
        let links = [Link { a: 2, b: 0, score: 950_000 }, Link { a: 2, b: 1, score: 990_000 }];
        let joined = join(&ids, &known(&[("a", "k1"), ("b", "k2")]), &links);
        assert_eq!(joined.labels, ["k1", "k2", "k2"], "the stronger link wins");
        assert_eq!(joined.bridges, [links[0]]);
    }

    #[test]
    fn a_new_cluster_takes_no_name_that_a_known_one_bears() {
        let joined = join(&["a", "b"], &known(&[("gone", "a")]), &[Link { a: 0, b: 1, score: 1 }]);
        assert_eq!(joined.labels, ["a+", "a+"]);
    }

    proptest! {
        #[test]
        fn clusters_do_not_depend_on_the_order_of_records_and_links_and_known_ones_stay(
            n in 2..20usize,
            raw in prop::collection::vec((0..20u32, 0..20u32, 0..5u32), 0..40),
            labels in prop::collection::vec(prop::option::of(0..4u8), 20),
            turn in 0..20usize,
        ) {
            let names: Vec<String> = (0..n).map(|i| format!("r{i:02}")).collect();
            let known: BTreeMap<String, String> =
                names.iter().zip(&labels).filter_map(|(id, l)| l.map(|l| (id.clone(), format!("k{l}")))).collect();
            let links: Vec<Link> = raw.iter().filter(|(a, b, _)| a != b && (*a as usize) < n && (*b as usize) < n)
                .map(|(a, b, score)| Link { a: *a, b: *b, score: *score }).collect();
            let ids: Vec<&str> = names.iter().map(String::as_str).collect();
            let straight = join(&ids, &known, &links);
            let mut turned = ids.clone();
            turned.rotate_left(turn % n);
            let place = |r: u32| ((r as usize + n - turn % n) % n) as u32;
            let moved: Vec<Link> = links.iter().rev()
                .map(|l| Link { a: place(l.b), b: place(l.a), score: l.score }).collect();
            let other = join(&turned, &known, &moved);
            let by_id = |ids: &[&str], labels: &[String]| -> BTreeMap<String, String> {
                ids.iter().map(|i| (*i).to_owned()).zip(labels.iter().cloned()).collect()
            };
            prop_assert_eq!(by_id(&ids, &straight.labels), by_id(&turned, &other.labels));
            for (id, label) in by_id(&ids, &straight.labels) {
                if let Some(old) = known.get(&id) {
                    prop_assert_eq!(&label, old);
                }
            }
        }
    }
}
