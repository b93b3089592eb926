package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import io.ensemble.server.tls.MemberSockets;
import io.ensemble.server.tls.TlsTrouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The formation port: one line of request, "ensemble 2" and words behind it, an answer, and the end. "record" is answered
 * with the member's record, which is always durable already; "blank N" tells that member N found its folder empty and did
 * not start for it, and "blanks" asks for those of whom that was told; all else is answered by whoever {@link #serve
 * serves}. A connection that says nothing for a second is closed, and one more than the bound at once.
 */
final class FormationAnswers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FormationAnswers.class);
    private static final String HEAD = "ensemble 2";
    private static final String RECORD = "record";
    private static final String BLANK = "blank";
    private static final String BLANKS = "blanks";
    /** More than any ensemble has members. */
    private static final int BLANKS_MAX = 64;

    private static final int TIMEOUT_MS = 1_000;
    private static final int LINE_BYTES_MAX = 1_024;
    private static final int CONNECTIONS_MAX = 16;
    private static final long REFUSED_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ServerSocket server;
    private final Thread thread;
    private final ThreadPoolExecutor connections = new ThreadPoolExecutor(
            0, CONNECTIONS_MAX, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), FormationAnswers::daemon);
    private final AtomicLong refusedNanos = new AtomicLong();
    private volatile MemberRecord current;
    private final Set<Integer> blanks = ConcurrentHashMap.newKeySet();
    private volatile MembershipRequests requests =
            words -> "no this member has not started its log yet: ask another one, or see what this one waits for";

    /** @throws IOException where the port cannot be had, in one line */
    FormationAnswers(String bindHost, MemberSockets sockets, MemberRecord own) throws IOException {
        this.current = own;
        int port = own.self().formationPort();
        @Nullable InetAddress host = bindHost.isEmpty() ? null : InetAddress.getByName(bindHost);
        this.server = sockets.server();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(host, port), 64);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on port " + port + ", where members ask each other for their ensemble: "
                            + e.getMessage(),
                    e);
        }
        thread = daemon(this::run);
        thread.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ensemble-formation");
        thread.setDaemon(true);
        return thread;
    }

    /** From now on this is told. Any thread; after it is durable. */
    void tell(MemberRecord record) {
        current = record;
    }

    /** From now on these are asked. */
    void serve(MembershipRequests served) {
        requests = served;
    }

    private void run() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.debug("formation connection not taken: {}", e.toString());
                }
            }
        }
    }

    private void take(Socket socket) throws IOException {
        try {
            connections.execute(() -> answer(socket));
        } catch (RejectedExecutionException e) {
            socket.close();
        }
    }

    private void answer(Socket taken) {
        try (Socket socket = taken) {
            socket.setSoTimeout(TIMEOUT_MS);
            String line = line(socket.getInputStream());
            byte[] answer;
            if (line.equals(HEAD + " " + RECORD)) {
                answer = current.encode();
            } else if (line.startsWith(HEAD + " ")) {
                List<String> words = List.of(line.substring(HEAD.length() + 1).split(" ", -1));
                answer = answer(words).getBytes(StandardCharsets.UTF_8);
            } else {
                answer = ("no request begins with \"" + HEAD + "\"").getBytes(StandardCharsets.UTF_8);
            }
            OutputStream out = socket.getOutputStream();
            out.write(answer);
            out.flush();
        } catch (IOException | RuntimeException e) {
            String trouble = TlsTrouble.of(e);
            if (trouble == null) {
                LOG.debug("formation answer not sent: {}", e.toString());
            } else {
                refused(taken, trouble);
            }
        }
    }

    /** One that is refused comes again: one line a minute. */
    private void refused(Socket socket, String why) {
        long now = System.nanoTime();
        long last = refusedNanos.get();
        if ((last == 0 || now - last > REFUSED_EVERY_NANOS) && refusedNanos.compareAndSet(last, now)) {
            LOG.warn("connection to the formation port refused: address={} reason={}", socket.getInetAddress(), why);
        }
    }

    private String answer(List<String> words) {
        if (words.get(0).equals(BLANK) && words.size() == 2) {
            if (blanks.size() < BLANKS_MAX) {
                blanks.add(Integer.parseInt(words.get(1)));
            }
            return "ok";
        } else if (words.get(0).equals(BLANKS) && words.size() == 1) {
            return blanks.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
        return requests.answer(words);
    }

    /** The members of whom was told that they found their folders empty. */
    Set<Integer> blanks() {
        return Set.copyOf(blanks);
    }

    /** The member has data after all. */
    void notBlank(int member) {
        blanks.remove(member);
    }

    /** Tells a member that this one found its folder empty, where it can be told. */
    static void tellBlank(MemberSockets sockets, MemberAddress to, int self) {
        try {
            ask(sockets, to.host(), to.formationPort(), BLANK + " " + self, TIMEOUT_MS);
        } catch (IOException e) {
            LOG.debug("member {} not told: {}", to.number(), e.toString());
        }
    }

    /** Of whom a member was told so. */
    static Set<Integer> askBlanks(MemberSockets sockets, MemberAddress of) {
        Set<Integer> told = new TreeSet<>();
        try {
            byte[] answer = ask(sockets, of.host(), of.formationPort(), BLANKS, TIMEOUT_MS);
            for (String word : new String(answer, StandardCharsets.UTF_8).split(" ", -1)) {
                if (!word.isEmpty()) {
                    told.add(Integer.parseInt(word));
                }
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("member {} does not say who is blank: {}", of.number(), e.toString());
        }
        return told;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > LINE_BYTES_MAX) {
                throw new IOException("a request of more than " + LINE_BYTES_MAX + " bytes");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /**
     * What a member says of itself now; nothing where it does not answer.
     *
     * @throws MalformedRecordException where something else than a member answers
     */
    static Optional<MemberRecord> ask(MemberSockets sockets, String host, int port) throws MalformedRecordException {
        byte[] answer;
        try {
            answer = ask(sockets, host, port, RECORD, TIMEOUT_MS);
        } catch (IOException e) {
            String trouble = TlsTrouble.of(e);
            if (trouble != null) {
                throw new MalformedRecordException(trouble);
            }
            return Optional.empty();
        }
        // One that is killed while it answers has said nothing.
        return answer.length == 0 ? Optional.empty() : Optional.of(MemberRecord.decode(answer));
    }

    /**
     * Asks a member for something.
     *
     * @throws IOException where it does not answer in time
     */
    static byte[] ask(MemberSockets sockets, String host, int port, String request, int timeoutMs) throws IOException {
        try (Socket socket = sockets.connect(host, port, TIMEOUT_MS, timeoutMs)) {
            socket.getOutputStream().write((HEAD + " " + request + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = socket.getInputStream().readNBytes(MemberRecord.BYTES_MAX);
            if (answer.length > 1 && TlsTrouble.isTls(answer[0], answer[1])) {
                throw new SSLException(TlsTrouble.otherSideOnly());
            }
            return answer;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the formation port: {}", e.toString());
        }
        connections.shutdownNow();
        try {
            // The port is free only once the thread has left it.
            thread.join(TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
