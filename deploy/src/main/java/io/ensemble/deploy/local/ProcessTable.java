package io.ensemble.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Other processes: who they are, and signals to them. Where there is {@code /proc} it is believed, elsewhere what the
 * JDK can tell.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** The command line, word by word; empty where there is no such process, or it is a zombie. */
    static List<String> commandLine(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(p -> p.info().commandLine())
                    .map(line -> List.of(line.split(" ")))
                    .orElse(List.of());
        }
        try {
            String words = Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return words.isEmpty() ? List.of() : Arrays.asList(words.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether the process is stopped by a signal (SIGSTOP). */
    static boolean isPaused(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // pid (name) state ...: the name may have anything in it, a parenthesis too
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a signal by its name; false where the process has ended, or is not ours. */
    static boolean signal(long pid, String name) {
        // The shell's own kill: procps is not everywhere, and the JDK knows only SIGTERM and SIGKILL.
        ProcessBuilder kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return kill.start().waitFor() == 0;
        } catch (IOException e) {
            throw new LocalException("cannot run /bin/sh: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
