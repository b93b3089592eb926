package io.ensemble.server.admin;

import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.WriteStage;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The meters of one member, all named {@code ensemble_<area>_<noun>_<unit>} as Prometheus shows them. It counts what the
 * member's probe is told; what others count themselves is asked for when it is shown. Thread-safe.
 */
public final class ServerMetrics implements MemberProbe {
    /** Most names of rare events; the rest is counted together. */
    private static final int RARE_NAMES_MAX = 100;

    /** From 50 us to 5 s, each about a quarter larger than the last where most values are. */
    private static final Duration[] STAGE_BUCKETS = LongStream.of(
                    50, 75, 100, 130, 170, 220, 280, 350, 450, 600, 800, 1_000, 1_300, 1_700, 2_200, 2_800, 3_500,
                    4_500, 6_000, 8_000, 10_000, 15_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Counter entriesApplied;
    private final Counter bytesApplied;
    private final Counter commandsDone;
    private final Counter commandsFailed;
    private final Counter commandsRefused;
    private final Map<Status, Counter> parts = new EnumMap<>(Status.class);
    private final Counter batchesFirst;
    private final Counter batchesAgain;
    private final DistributionSummary batchCommands;
    private final DistributionSummary batchBytes;
    private final DistributionSummary entryParts;
    private final DistributionSummary entryBytes;
    private final Map<WriteStage, Timer> stages = new EnumMap<>(WriteStage.class);
    private final Map<String, Counter> rare = new ConcurrentHashMap<>();

    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        entriesApplied = counter("ensemble.log.entries.applied", "Entries of the log applied here")
                .register(registry);
        bytesApplied = counter("ensemble.log.applied.bytes", "Bytes of the entries applied here")
                .register(registry);
        commandsDone = commands("done");
        commandsFailed = commands("failed");
        commandsRefused = commands("refused");
        for (Status status : Status.values()) {
            parts.put(
                    status,
                    counter("ensemble.log.parts.applied", "Parts of entries, by what became of them")
                            .tag("status", lower(status))
                            .register(registry));
        }
        for (WriteStage stage : WriteStage.values()) {
            stages.put(
                    stage,
                    Timer.builder("ensemble.write.stage")
                            .description("Time that a write spends in a stage, once a batch or an entry")
                            .tag("stage", stage.label())
                            .serviceLevelObjectives(STAGE_BUCKETS)
                            .register(registry));
        }
        batchesFirst = batches("first");
        batchesAgain = batches("again");
        batchCommands = summary("ensemble.batch.commands", "Commands of a batch", 1, 4, 16, 64, 256);
        batchBytes =
                summary("ensemble.batch.size.bytes", "Bytes of a batch", 1 << 8, 1 << 10, 1 << 12, 1 << 14, 1 << 16);
        entryParts = summary("ensemble.entry.parts", "Parts of an entry that this leader proposed", 1, 2, 3, 5, 8);
        entryBytes = summary(
                "ensemble.entry.size.bytes",
                "Bytes of an entry that this leader proposed",
                1 << 8,
                1 << 10,
                1 << 12,
                1 << 14,
                1 << 16);
    }

    @Override
    public void applied(Applied applied, int bytes) {
        entriesApplied.increment();
        bytesApplied.increment(bytes);
        int done = 0;
        int failed = 0;
        int refused = 0;
        for (PartResult part : applied.parts()) {
            count(part.status());
            for (CommandResult command : part.commands()) {
                if (command.outcome() instanceof Outcome.Failed) {
                    failed++;
                } else if (command.outcome() instanceof Outcome.Refused) {
                    refused++;
                } else {
                    done++;
                }
            }
        }
        commandsDone.increment(done);
        commandsFailed.increment(failed);
        commandsRefused.increment(refused);
    }

    private void count(Status status) {
        Counter counter = parts.get(status);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void batchSent(long number, int attempt, int commands, int bytes) {
        (attempt <= 1 ? batchesFirst : batchesAgain).increment();
        batchCommands.record(commands);
        batchBytes.record(bytes);
    }

    @Override
    public void entryProposed(int partsOfEntry, int bytes) {
        entryParts.record(partsOfEntry);
        entryBytes.record(bytes);
    }

    @Override
    public void stage(WriteStage stage, long nanos) {
        Timer timer = stages.get(stage);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void rare(String what) {
        Counter counter = rare.get(what);
        if (counter == null) {
            String name = rare.size() < RARE_NAMES_MAX ? what : "other";
            counter = rare.computeIfAbsent(name, this::rareCounter);
        }
        counter.increment();
    }

    /** The state's sizes, as of whenever they are shown. */
    public void observe(Supplier<State> state) {
        gauge(
                "ensemble.state.zxid",
                "Id of the last transaction",
                () -> state.get().zxid());
        gauge(
                "ensemble.state.znodes",
                "Znodes, the root included",
                () -> state.get().znodeCount());
        gauge("ensemble.state.ephemerals", "Ephemeral znodes", () -> state.get().ephemeralCount());
        gauge(
                "ensemble.state.sessions",
                "Open sessions of the whole ensemble",
                () -> state.get().sessionCount());
        gauge(
                "ensemble.state.data.bytes",
                "Bytes of paths and data, about",
                () -> state.get().approximateDataBytes());
    }

    /** Shows a number that goes up and down. The supplier is called by the threads that show it. */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    /** Shows a number that only rises, counted by somebody else. */
    public void total(String name, String help, Supplier<Number> value) {
        FunctionCounter.builder(name, value, source -> source.get().doubleValue())
                .description(help)
                .register(registry);
    }

    /** Meters of the streams between members. */
    public PeerProbe peerProbe() {
        return new PeerMetrics(registry);
    }

    private Counter rareCounter(String what) {
        return counter("ensemble.member.rare.events", "Rare events, by name")
                .tag("event", what)
                .register(registry);
    }

    private Counter commands(String result) {
        return counter("ensemble.commands.applied", "Commands applied here, by result")
                .tag("result", result)
                .register(registry);
    }

    private Counter batches(String attempt) {
        return counter("ensemble.batches.sent", "Batches of this member sent to the leader")
                .tag("attempt", attempt)
                .register(registry);
    }

    private DistributionSummary summary(String name, String help, double... buckets) {
        return DistributionSummary.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String help) {
        return Counter.builder(name).description(help);
    }

    private static String lower(Status status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }
}
