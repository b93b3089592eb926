package io.ensemble.chaos.chaos.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The digests of the members' states, as {@code mntr} tells them, compared where they stand at one index. */
public final class Digests {
    private static final long POLL_MS = 50;

    private Digests() {}

    /** What a member's state digests to behind an entry. */
    private record At(long index, String digest) {}

    /**
     * Waits until all members stand at one index, and compares. Nothing may be written meanwhile.
     *
     * @return what is wrong, or nothing
     */
    public static Optional<String> compare(RealCluster cluster, Duration within) throws InterruptedException {
        return compare(cluster, within, index -> {});
    }

    /** The same, and tells the index at which they all stand. */
    public static Optional<String> compare(RealCluster cluster, Duration within, LongConsumer at)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (true) {
            Map<Integer, At> all = ask(cluster);
            Set<Long> indices = new HashSet<>();
            all.values().forEach(each -> indices.add(each.index()));
            if (all.size() == cluster.members() && indices.size() == 1) {
                Set<String> digests = new HashSet<>();
                all.values().forEach(each -> digests.add(each.digest()));
                at.accept(indices.iterator().next());
                return digests.size() == 1 ? Optional.empty() : Optional.of("digests differ: " + all);
            }
            if (System.nanoTime() > giveUpAt) {
                return Optional.of("members do not come to stand at one index: " + all);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private static Map<Integer, At> ask(RealCluster cluster) {
        Map<Integer, At> all = new TreeMap<>();
        for (int member = 1; member <= cluster.members(); member++) {
            Map<String, String> values = new HashMap<>();
            FourLetter.ask(cluster.layout().client(member), "mntr")
                    .ifPresent(answer -> answer.lines()
                            .map(line -> line.split("\t", 2))
                            .filter(words -> words.length == 2)
                            .forEach(words -> values.put(words[0].replaceFirst("^zk_", ""), words[1])));
            String index = values.get("applied_index");
            String digest = values.get("state_digest");
            if (index != null && digest != null) {
                all.put(member, new At((long) Double.parseDouble(index), digest));
            }
        }
        return all;
    }
}
