package io.ensemble.chaos.chaos.disk;

import io.ensemble.chaos.chaos.net.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to go wrong in one member's process: its fsyncs, its writes, its wall clock, or a stop at a rename. Holds over
 * restarts of the member. Linux, with a C compiler. Used by one thread.
 */
public final class ProcessFaults {
    private static final int BYTES = 96;
    /** What is set here; behind it stands what the process counts. */
    private static final int SWITCHES = 64;

    private static final int FSYNC_ERROR = 0;
    private static final int FSYNC_DELAY_MS = 4;
    private static final int CLOCK_OFFSET_MS = 8;
    private static final int WRITE_ERROR = 16;
    private static final int FSYNC_LIES = 20;
    private static final int STOPPED = 24;
    private static final int STOP_AT = 32;
    private static final int SYNCS_HIT = 64;
    private static final int WRITES_HIT = 68;
    private static final int CLOCKS_HIT = 72;
    private static final int LOADED_BY = 76;
    private static final int WROTE_HALF = 80;
    private static final int EIO = 5;
    private static final int ENOSPC = 28;

    private final List<String> wrapper;
    private final MappedByteBuffer control;

    private ProcessFaults(List<String> wrapper, MappedByteBuffer control) {
        this.wrapper = wrapper;
        this.control = control;
    }

    /** Why there can be none here, in a few words; nothing where there can. */
    public static Optional<String> missing() {
        return Shell.has("gcc") ? Optional.empty() : Optional.of("faults of disk and clock need gcc");
    }

    /**
     * For a member that has not started yet.
     *
     * @param folder for the library and the switches; not below the other
     * @param under files below this folder are hit
     */
    public static ProcessFaults of(Path folder, Path under) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path source = folder.resolve("faults.c");
        Path library = folder.resolve("faults.so");
        try (InputStream in = Objects.requireNonNull(ProcessFaults.class.getResourceAsStream("faults.c"))) {
            Files.write(source, in.readAllBytes());
        }
        Shell.run("gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
        Path switches = folder.resolve("faults").toAbsolutePath();
        Files.write(switches, new byte[BYTES]);
        List<String> wrapper = List.of(
                "env",
                "LD_PRELOAD=" + library.toAbsolutePath(),
                "ENSEMBLE_FAULTS=" + switches,
                "ENSEMBLE_FAULTS_UNDER=" + real(under));
        try (FileChannel channel = FileChannel.open(switches, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            map.order(ByteOrder.nativeOrder());
            return new ProcessFaults(wrapper, map);
        }
    }

    /** As the kernel names it, which knows no links and no dots. It need not be there yet. */
    private static Path real(Path under) throws IOException {
        Path whole = under.toAbsolutePath().normalize();
        Path there = whole;
        while (!Files.exists(there)) {
            there = Objects.requireNonNull(there.getParent(), "a folder without a root");
        }
        return there.toRealPath().resolve(there.relativize(whole));
    }

    /** Whether a process runs with the library in it; where it does not, nothing that is set here has any effect. */
    public boolean isLoadedBy(long pid) {
        return control.getInt(LOADED_BY) == pid;
    }

    /** How many fsyncs failed, waited or lied until now. */
    public long syncsHit() {
        return control.getInt(SYNCS_HIT);
    }

    /** How many writes, and creations of files, failed until now. */
    public long writesHit() {
        return control.getInt(WRITES_HIT);
    }

    /** Whether the process has looked at a wall clock that is off, since that was forgotten. */
    public boolean clocksHit() {
        return control.getInt(CLOCKS_HIT) != 0;
    }

    public void forgetClocksHit() {
        control.putInt(CLOCKS_HIT, 0);
    }

    /** Words before the member's command. */
    public List<String> wrapper() {
        return wrapper;
    }

    /** From now on every fsync fails with EIO. */
    public void failFsyncs() {
        control.putInt(FSYNC_ERROR, EIO);
    }

    /** From now on every fsync takes so much longer. */
    public void delayFsyncs(int delayMs) {
        control.putInt(FSYNC_DELAY_MS, delayMs);
    }

    /** From now on no fsync does anything, and says that it did: a planted bug. */
    public void skipFsyncs() {
        control.putInt(FSYNC_LIES, 1);
    }

    /** From now on every write fails for want of space, but half of the first one; and so does making a file. */
    public void failWrites() {
        control.putInt(WROTE_HALF, 0);
        control.putInt(WRITE_ERROR, ENOSPC);
    }

    /** The wall clock is off by so much from now on; the monotonic clock is not. */
    public void shiftClock(long offsetMs) {
        control.putLong(CLOCK_OFFSET_MS, offsetMs);
    }

    /** Stops the member (SIGSTOP) right behind its next rename to a name that contains this. */
    public void stopAtRename(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.US_ASCII);
        control.putInt(STOPPED, 0);
        for (int i = bytes.length; i >= 0; i--) {
            control.put(STOP_AT + i, i == bytes.length ? 0 : bytes[i]);
        }
    }

    /** Whether it has stopped there. */
    public boolean hasStopped() {
        return control.getInt(STOPPED) != 0;
    }

    /** Nothing goes wrong from now on. */
    public void heal() {
        for (int at = 0; at < SWITCHES; at++) {
            control.put(at, (byte) 0);
        }
    }
}
