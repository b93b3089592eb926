package io.ensemble.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP for operators and their tools: {@code /metrics} (Prometheus), {@code /livez} (whether the process should go on)
 * and {@code /readyz} (whether clients should be sent here), the last two with 200 or 503 and one line that says why. It
 * asks for no password: listen where only those come who may know. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 32;
    private static final String REQUEST_SECONDS_MAX = "10";

    private final HttpServer server;
    private final ExecutorService threads;

    /** What is asked for, on threads of the server: must not take long. */
    public record Pages(Supplier<String> metrics, Supplier<Health> live, Supplier<Health> ready) {}

    private AdminServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @param host to listen on; empty for all addresses of the machine
     * @param port 0 for any that is free
     * @throws IOException where the address cannot be had, in one line
     */
    public static AdminServer start(String host, int port, Pages pages) throws IOException {
        // The JDK's server has this bound, but off, and reads it once: without it, two slow requests hold both threads.
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS_MAX);
        System.setProperty("sun.net.httpserver.maxRspTime", REQUEST_SECONDS_MAX);
        HttpServer server;
        try {
            InetSocketAddress address = host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
            server = HttpServer.create(address, WAITING_MAX);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen for metrics and health on " + host + ":" + port + ": " + e.getMessage(), e);
        }
        ThreadPoolExecutor threads = threads();
        server.setExecutor(threads);
        Map<String, Supplier<Answer>> answers = Map.of(
                "/metrics",
                        () -> new Answer(
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                pages.metrics().get()),
                "/livez", () -> Answer.of(pages.live().get()),
                "/readyz", () -> Answer.of(pages.ready().get()));
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
        return new AdminServer(server, threads);
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "ensemble-admin");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Map<String, Supplier<Answer>> answers) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = answerTo(exchange, head, answers);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Answer answerTo(HttpExchange exchange, boolean head, Map<String, Supplier<Answer>> answers) {
        Supplier<Answer> page = answers.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return Answer.text(404, "there are /metrics, /livez and /readyz");
        }
        if (!head && !exchange.getRequestMethod().equals("GET")) {
            return Answer.text(405, "only GET and HEAD");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.error("page failed: path={}", exchange.getRequestURI().getPath(), e);
            return Answer.text(500, "failed: " + e.getMessage());
        }
    }

    /** Stops to answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int status, String type, String body) {
        static Answer of(Health health) {
            return text(health.ok() ? 200 : 503, health.line());
        }

        static Answer text(int status, String line) {
            return new Answer(status, "text/plain; charset=utf-8", line + "\n");
        }
    }
}
