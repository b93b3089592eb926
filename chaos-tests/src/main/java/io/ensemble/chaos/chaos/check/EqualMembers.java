package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** At the end all members have the same tree: paths, data, versions, zxids and owners. */
public final class EqualMembers implements Checker {
    @Override
    public String name() {
        return "members equal at the end";
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<Integer, Map<String, String>> trees = new TreeMap<>();
        TreeSet<Integer> served = new TreeSet<>();
        for (Line line : history.lines()) {
            if (line.member() != null && (line.phase() == Phase.OK || line.phase() == Phase.STATE)) {
                served.add(line.member());
            }
            if (line.phase() == Phase.FINAL) {
                String znode = "data " + line.value() + " version " + line.version() + " mzxid " + line.mzxid()
                        + " owner " + line.session();
                trees.computeIfAbsent(Objects.requireNonNull(line.member()), member -> new TreeMap<>())
                        .put(Objects.requireNonNull(line.path()), znode);
            }
        }
        served.removeAll(trees.keySet());
        if (!trees.isEmpty()) {
            findings.require(served.isEmpty(), "members {} had clients, and their trees were not read", served);
        }
        if (trees.size() < 2) {
            findings.violation("the trees of {} members were read at the end", trees.size());
            return findings;
        }
        Map.Entry<Integer, Map<String, String>> first =
                trees.entrySet().iterator().next();
        trees.forEach((member, tree) -> compare(first.getKey(), first.getValue(), member, tree, findings));
        return findings;
    }

    private static void compare(
            int first, Map<String, String> expected, int member, Map<String, String> tree, Findings findings) {
        TreeSet<String> paths = new TreeSet<>(expected.keySet());
        paths.addAll(tree.keySet());
        for (String path : paths) {
            findings.require(
                    Objects.equals(expected.get(path), tree.get(path)),
                    "{}: member {} has {}, member {} has {}",
                    path,
                    first,
                    Objects.toString(expected.get(path), "nothing"),
                    member,
                    Objects.toString(tree.get(path), "nothing"));
        }
    }
}
