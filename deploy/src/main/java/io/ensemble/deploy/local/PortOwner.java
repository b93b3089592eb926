package io.ensemble.deploy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a port of this machine is free, and who has it, as far as {@code /proc} tells us. */
final class PortOwner {
    private static final String LISTENING = "0A";

    private PortOwner() {}

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process that listens on the port: "pid 4711 (java -jar kafka.jar)"; empty where it cannot be known. */
    static Optional<String> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets.addAll(listeners(Path.of(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(p -> holdsOne(p.resolve("fd"), sockets))
                    .findFirst()
                    .map(p -> describe(Long.parseLong(p.getFileName().toString())));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The sockets ("socket:[inode]") that listen on the port. */
    private static Set<String> listeners(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try {
            for (String line : Files.readAllLines(table)) {
                // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
                String[] fields = line.trim().split(" +");
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holdsOne(Path descriptors, Set<String> sockets) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (sockets.contains(target(link))) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            return false; // not ours to look at, or it has just ended
        }
        return false;
    }

    /** What a descriptor is; empty where it was closed meanwhile. */
    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static String describe(long pid) {
        String command = String.join(" ", ProcessTable.commandLine(pid));
        return "pid " + pid + " (" + (command.length() > 80 ? command.substring(0, 77) + "..." : command) + ")";
    }
}
