package io.ensemble.chaos.chaos.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What locks protect: it takes what holders show it, over connections of their own and in the order in which it comes, and
 * refuses a token that is lower than one that it has seen of the same lock. Who is refused looks whether its place in the lock's
 * queue is there still, and says so: then there are two holders with live sessions, or grants are out of order. Any thread.
 *
 * <p>Lines: {@code enter|use|leave LOCK TOKEN CLIENT}, each answered with {@code ok} or {@code refused}; and {@code gone|alive
 * LOCK TOKEN CLIENT}, what became of the place of one that was refused, answered with {@code ok}.
 */
final class FencedRegister implements AutoCloseable {
    private static final int BACKLOG = 200;

    /** What was seen of one lock. */
    private static final class Seen {
        private long token;
        private String client = "";
        private boolean inside;
        private int grants;
        private int uses;
        private int refused;
        private int gone;
        private final Map<String, Integer> grantsByKind = new TreeMap<>();
    }

    private final ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final Map<String, Seen> locks = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    FencedRegister() throws IOException {
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: it is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                boolean taken = shown(words[0], words[1], Long.parseLong(words[2]), words[3]);
                out.write((taken ? "ok\n" : "refused\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // Its process ended.
        }
    }

    private synchronized boolean shown(String what, String lock, long token, String client) {
        Seen seen = locks.computeIfAbsent(lock, name -> new Seen());
        if (what.equals("gone")) {
            seen.gone++;
            return true;
        }
        if (what.equals("alive")) {
            violations.add(lock + ": " + client + " with token " + token + " was refused, behind token " + seen.token
                    + " of " + seen.client + ", and its place is still there");
            return true;
        }
        if (token < seen.token) {
            seen.refused++;
            return false;
        }
        if (token > seen.token) {
            seen.token = token;
            seen.grants++;
            seen.grantsByKind.merge(client.substring(0, client.indexOf('-')), 1, Integer::sum);
        } else if (!client.equals(seen.client)) {
            violations.add(lock + ": token " + token + " is " + seen.client + "'s and " + client + "'s");
        }
        seen.client = client;
        seen.inside = !what.equals("leave");
        seen.uses++;
        return true;
    }

    /** Who is known to hold a lock now; null where nobody is. */
    synchronized @Nullable String holder(String lock) {
        Seen seen = locks.get(lock);
        return seen == null || !seen.inside ? null : seen.client;
    }

    synchronized int grants(String lock) {
        Seen seen = locks.get(lock);
        return seen == null ? 0 : seen.grants;
    }

    /** How often an older token came behind a newer one. */
    synchronized int refused(String lock) {
        Seen seen = locks.get(lock);
        return seen == null ? 0 : seen.refused;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Of whom nobody knows what became of their place. */
    synchronized int unexplained(String lock) {
        Seen seen = locks.get(lock);
        return seen == null ? 0 : seen.refused - seen.gone;
    }

    synchronized String summary(String lock) {
        Seen seen = locks.getOrDefault(lock, new Seen());
        return seen.grants + " grants " + seen.grantsByKind + ", " + seen.uses + " uses accepted, " + seen.refused
                + " with an older token refused (place gone with its session: " + seen.gone + ")";
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fenced-register");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
