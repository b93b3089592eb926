package io.ensemble.deploy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One member's folder: {@code config.yaml} (written anew at each start), {@code state/} (its log and snapshots),
 * {@code log/member.log} (what it logs, in files of bounded size), {@code log/console.log} (what else it prints) and
 * {@code pid} while it is meant to run.
 */
record MemberFiles(Path folder) {

    Path config() {
        return folder.resolve("config.yaml");
    }

    Path state() {
        return folder.resolve("state");
    }

    Path logFolder() {
        return folder.resolve("log");
    }

    Path log() {
        return logFolder().resolve("member.log");
    }

    Path console() {
        return logFolder().resolve("console.log");
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    /** Deletes the member's data. */
    void deleteState() {
        if (!Files.exists(state())) {
            return;
        }
        try (Stream<Path> all = Files.walk(state())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new LocalException("cannot delete " + state() + ": " + e.getMessage());
        }
    }

    /** Makes the folders, and puts the console output of the run before aside. */
    void prepare() {
        try {
            Files.createDirectories(logFolder());
            if (Files.exists(console())) {
                Files.move(console(), logFolder().resolve("console.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LocalException("cannot write to " + folder + ": " + e.getMessage());
        }
    }

    void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LocalException("cannot write " + file + ": " + e.getMessage());
        }
    }

    void writePid(long pid) {
        write(pidFile(), pid + "\n");
    }

    void forgetPid() {
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasPid() {
        return Files.exists(pidFile());
    }

    /**
     * The process of this member, if it lives. A pid may long be another process's: it counts only if its command line
     * names this member's configuration file.
     */
    Optional<Long> runningPid() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).trim());
            return ProcessTable.commandLine(pid).contains(config().toString()) ? Optional.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The last line that the member left, for an error message. */
    String lastWords() {
        return lastLine(console()).or(() -> lastLine(log())).orElse("it left no message");
    }

    private static Optional<String> lastLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
