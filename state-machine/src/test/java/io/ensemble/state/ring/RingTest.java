package io.ensemble.state.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.Change;
import io.ensemble.state.collection.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random changes, trims and forks, compared with a list; old versions are held, and must stay as they were. */
class RingTest {
    private static final int CHANGE_BYTES = 200;

    /** A ring and what is in it. */
    private record Version(Ring ring, List<List<Change>> expected, long trimmed) {}

    @Test
    void shouldBeTheQueueThatAListIs() {
        long first = Long.getLong("ensemble.seed", 1);
        for (long seed = first; seed < first + 30; seed++) {
            new Script(seed).run();
        }
    }

    private static final class Script {
        private final long seed;
        private final Random random;
        private final List<Version> versions = new ArrayList<>();
        private final long bytesMax;
        private final int dataMax;
        private Owner owner = new Owner();
        private Ring ring;
        private List<List<Change>> expected = new ArrayList<>();
        private long trimmed;
        private long zxid;

        Script(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.bytesMax = 1L << random.nextInt(20);
            this.dataMax = 1 << random.nextInt(16);
            this.trimmed = random.nextInt(3);
            this.zxid = trimmed;
            this.ring = Ring.trimmedTo(trimmed);
        }

        void run() {
            for (int i = 0; i < 1500; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> hold();
                    case 1 -> fork();
                    case 2, 3 -> trim();
                    default -> append();
                }
                assertThat(ring.txnCount()).as("seed %d", seed).isEqualTo(expected.size());
            }
            hold();
            for (Version version : versions) {
                compare(version);
            }
        }

        private void hold() {
            versions.add(new Version(ring, List.copyOf(expected), trimmed));
            owner = new Owner();
        }

        /** Goes on from an old version, as a command that threw and a multi that failed make apply do. */
        private void fork() {
            hold();
            if (random.nextInt(3) == 0) {
                Version old = versions.get(Math.max(0, versions.size() - 1 - random.nextInt(5)));
                ring = old.ring;
                expected = new ArrayList<>(old.expected);
                trimmed = old.trimmed;
            }
        }

        private void append() {
            zxid += 1 + random.nextInt(2);
            List<Change> changes = new ArrayList<>();
            for (int i = random.nextInt(10) == 0 ? 3 : 1; i > 0; i--) {
                changes.add(change(zxid, random.nextInt(dataMax)));
            }
            ring = ring.append(owner, changes);
            expected.add(List.copyOf(changes));
        }

        private void trim() {
            long oldest = random.nextInt(50) == 0 ? clock(zxid + 1 - random.nextInt(300)) : 0;
            ring = ring.trim(owner, bytesMax, oldest);
            while (!expected.isEmpty() && (bytes(expected) > bytesMax || clock(firstZxid()) < oldest)) {
                trimmed = firstZxid();
                expected.remove(0);
            }
        }

        private long firstZxid() {
            return expected.get(0).get(0).zxid();
        }

        private void compare(Version version) {
            Ring held = version.ring;
            List<List<Change>> all = new ArrayList<>();
            held.forEach(all::add);
            assertThat(all).as("seed %d", seed).isEqualTo(version.expected);
            assertThat(held.trimmedZxid()).as("seed %d", seed).isEqualTo(version.trimmed);
            assertThat(held.bytes()).as("seed %d", seed).isEqualTo(bytes(version.expected));
            assertThat(held.digest()).as("seed %d", seed).isEqualTo(held.recomputeDigest());
            assertThat(held.digest()).as("seed %d", seed).isEqualTo(digest(version.expected));
            long from = version.trimmed - 1 + random.nextInt((int) (zxid + 3 - version.trimmed));
            int most = random.nextInt(400);
            List<Change> after = version.expected.stream()
                    .filter(changes -> changes.get(0).zxid() > from)
                    .limit(most)
                    .flatMap(List::stream)
                    .toList();
            assertThat(held.after(from, most))
                    .as("seed %d after %d", seed, from)
                    .isEqualTo(from < version.trimmed ? null : after);
        }
    }

    @Test
    void shouldKeepTwoBranchesOfOneVersionApart() {
        Ring base = Ring.EMPTY;
        Owner owner = new Owner();
        for (long zxid = 1; zxid <= 100; zxid++) {
            base = base.append(owner, List.of(change(zxid, 1)));
        }

        Ring left = base.append(new Owner(), List.of(change(101, 10)));
        Ring right = base.append(new Owner(), List.of(change(102, 20)));

        assertThat(base.txnCount()).isEqualTo(100);
        assertThat(left.after(100, 9)).extracting(Change::zxid).containsExactly(101L);
        assertThat(right.after(100, 9)).extracting(Change::zxid).containsExactly(102L);
        assertThat(base.after(100, 9)).isEmpty();
    }

    @Test
    void shouldEditInPlaceForItsOwner() {
        Owner owner = new Owner();
        Ring ring = Ring.EMPTY.append(owner, List.of(change(1, 1)));

        assertThat(ring.append(owner, List.of(change(2, 1)))).isSameAs(ring);
        assertThat(ring.trim(owner, 0, 0)).isSameAs(ring);
        assertThat(ring.trim(new Owner(), 0, 0)).as("nothing left to trim").isSameAs(ring);
        assertThat(Ring.EMPTY.txnCount()).isZero();
    }

    private static Change change(long zxid, int dataBytes) {
        Stat stat = new Stat(zxid, zxid, 0, 0, 0, 0, 0, 0, dataBytes, 0, zxid);
        return new Change(
                Change.Type.CREATED,
                "/" + zxid,
                zxid,
                clock(zxid),
                7,
                stat,
                new byte[dataBytes],
                null,
                AclList.OPEN,
                AclList.OPEN);
    }

    private static long clock(long zxid) {
        return zxid * 10;
    }

    private static long bytes(List<List<Change>> txns) {
        long sum = 0;
        for (List<Change> changes : txns) {
            for (Change change : changes) {
                sum += CHANGE_BYTES + change.path().length() + change.stat().dataLength();
            }
        }
        return sum;
    }

    /** Each transaction's hash is the digest of a ring of it alone. */
    private static long digest(List<List<Change>> txns) {
        long sum = 0;
        for (List<Change> changes : txns) {
            sum += Ring.EMPTY.append(new Owner(), changes).digest();
        }
        return sum;
    }
}
