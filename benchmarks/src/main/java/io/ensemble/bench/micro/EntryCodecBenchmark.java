package io.ensemble.bench.micro;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time a command in the log's codec, in batches of 64: encoded once where it arrives, put into an entry as bytes by the
 * leader, decoded by every member.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class EntryCodecBenchmark {
    private static final int BATCH = 64;
    private static final int DATA_BYTES = 100;

    private EntryCodec codec;
    private Part.Batch batch;
    private EncodedPart.Batch encoded;
    private byte[] entry;

    @Setup
    public void setUp() {
        codec = new EntryCodec(7);
        batch = new Batches().batch(BATCH, i -> new Op.SetData("/znode-" + i, new byte[DATA_BYTES], -1));
        encoded = codec.encode(batch);
        entry = entry();
    }

    /** The member's part. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public EncodedPart.Batch encodeBatch() {
        return codec.encode(batch);
    }

    /** The leader's part. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public byte[] entry() {
        return codec.encode(1, 2, 3, List.of(encoded));
    }

    /** Every member's part. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Entry decodeEntry() {
        return codec.decode(ByteBuffer.wrap(entry));
    }
}
