package io.ensemble.bench.micro;

import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time a command in apply, in entries of one batch of 64 commands: what the apply thread of every member pays, between
 * the log and the lanes. A state grows within an iteration of {@code create}, and is made anew for the next.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class ApplyBenchmark {
    private static final int BATCH = 64;
    private static final int DATA_BYTES = 100;

    /** Znodes in the tree, all children of the root. */
    @Param({"1000", "100000"})
    public int znodes;

    private Batches batches;
    private SplittableRandom random;
    private long created;

    @Setup(Level.Iteration)
    public void setUp() {
        batches = new Batches();
        batches.createZnodes(znodes, DATA_BYTES);
        random = new SplittableRandom(1);
        created = znodes;
    }

    /** setData of znodes anywhere in the tree. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object set() {
        Part batch = batches.batch(BATCH, i -> new Op.SetData("/" + random.nextInt(znodes), new byte[DATA_BYTES], -1));
        return Batches.outcome(batches.apply(List.of(batch)));
    }

    /** create of further children of the root. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object create() {
        Part batch = batches.batch(BATCH, i -> Batches.create("/" + created++, DATA_BYTES));
        return Batches.outcome(batches.apply(List.of(batch)));
    }
}
