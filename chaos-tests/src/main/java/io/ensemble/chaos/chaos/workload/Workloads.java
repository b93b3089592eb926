package io.ensemble.chaos.chaos.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** All workloads there are. */
public enum Workloads implements Workload {
    /** Compare-and-set registers; local reads, and reads behind a sync. */
    REGISTERS(List.of(Scene.REGISTERS)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            for (int i = 0; i < scene.registerCount(); i++) {
                znodes.make(Scene.register(i), Scene.INITIAL_VALUE);
            }
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 6 ? new RegisterWorker(scene, process, random) : null;
        }
    },
    /** Sequential znodes. */
    SEQUENCE(List.of(Scene.SEQUENCES, Scene.sequence(0), Scene.sequence(1))) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 2 ? new SequenceWorker(scene, process, random) : null;
        }
    },
    /** Ephemerals that come and go with their sessions. */
    EPHEMERALS(List.of(Scene.EPHEMERALS)) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return switch (number) {
                case 0, 1 -> new EphemeralWorker(scene, process, random);
                case 2 -> new ObserverWorker(scene, process, random);
                default -> null;
            };
        }
    },
    /** One-shot and persistent watches on registers that others write. */
    WATCHES(List.of(Scene.REGISTERS)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            REGISTERS.more(scene, znodes);
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new WatchWorker(scene, process, random, number == 2) : null;
        }
    },
    /** Children that come and go, and watches for children, for existence, and of whole trees. */
    TREES(List.of(Scene.TREES, Scene.trees().get(0), Scene.trees().get(1))) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new TreeWorker(scene, process, random, number == 2) : null;
        }
    },
    /** Sets in one znode each, which grow by compare-and-set. */
    SET(List.of(Scene.SETS)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            for (int i = 0; i < scene.periods(); i++) {
                znodes.make(Scene.set(i), Scene.INITIAL_VALUE);
            }
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 2 ? new SetWorker(scene, process, random) : null;
        }
    },
    /** Lists that are appended to two at a time, and read all at once. */
    APPEND(List.of(Scene.LISTS)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            for (int i = 0; i < scene.periods(); i++) {
                for (String path : Scene.lists(i)) {
                    znodes.make(path, "");
                }
            }
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new AppendWorker(scene, process, random) : null;
        }
    },
    /** Accounts with money moved between them. */
    BANK(List.of(Scene.BANK)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            for (String account : Scene.accounts()) {
                znodes.make(account, Integer.toString(Scene.BALANCE));
            }
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new BankWorker(scene, process, random) : null;
        }
    },
    /** Items that are put in, and taken out once. */
    QUEUE(List.of(Scene.QUEUE)) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new QueueWorker(scene, process, random, number == 0) : null;
        }
    },
    /** A lock that is held shortly, and handed back. */
    LOCK(List.of(Scene.LOCKS, Scene.lock("lock"), Scene.resource("lock"))) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new LockWorker(scene, process, random, "lock", 300, false) : null;
        }
    },
    /** A leadership that is held long, and often given up by leaving the session to its timeout. */
    ELECTION(List.of(Scene.LOCKS, Scene.lock("election"), Scene.resource("election"))) {
        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 3 ? new LockWorker(scene, process, random, "election", 3_000, true) : null;
        }
    },
    /** A znode that its owner opens to all and closes, and others that try it. */
    RIGHTS(List.of(Scene.GUARDED)) {
        @Override
        void more(Scene scene, Znodes znodes) throws InterruptedException {
            znodes.make(RightsWorker.ZNODE, Scene.INITIAL_VALUE);
        }

        @Override
        @Nullable
        Worker worker(int number, Scene scene, int process, SplittableRandom random) {
            return number < 2 ? new RightsWorker(scene, process, random, number == 0) : null;
        }
    };

    /** Those that have been there from the first. */
    public static final List<Workload> CLASSIC = List.of(REGISTERS, SEQUENCE, EPHEMERALS, WATCHES);

    private final List<String> parents;

    Workloads(List<String> parents) {
        this.parents = parents;
    }

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void setUp(Scene scene, Znodes znodes) throws InterruptedException {
        for (String parent : parents) {
            znodes.make(parent, "");
        }
        more(scene, znodes);
    }

    void more(Scene scene, Znodes znodes) throws InterruptedException {}

    /** Its worker of this number, from 0 on, or null where it has no more. */
    abstract @Nullable Worker worker(int number, Scene scene, int process, SplittableRandom random);

    @Override
    public List<Worker> workers(Scene scene, IntSupplier processes, SplittableRandom random) {
        List<Worker> workers = new ArrayList<>();
        while (true) {
            Worker worker = worker(workers.size(), scene, processes.getAsInt(), random.split());
            if (worker == null) {
                return workers;
            }
            workers.add(worker);
        }
    }

    @Override
    public List<String> parentsOfEphemerals() {
        return switch (this) {
            case EPHEMERALS -> List.of(Scene.EPHEMERALS);
            case LOCK, ELECTION -> List.of(Scene.lock(title()));
            default -> List.of();
        };
    }

    /** @throws IllegalArgumentException where there is no such workload */
    public static List<Workload> named(List<String> titles) {
        List<Workload> named = new ArrayList<>();
        for (String title : titles) {
            named.add(List.of(values()).stream()
                    .filter(each -> each.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no workload '" + title + "'; --list shows those that there are")));
        }
        return named;
    }
}
