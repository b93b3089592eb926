package io.ensemble.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Health ready = Health.bad("waiting for a leader");
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(
                "127.0.0.1", 0, new AdminServer.Pages(() -> "m 1\n", () -> Health.good("alive"), () -> {
                    if (ready == null) {
                        throw new IllegalStateException("no state");
                    }
                    return ready;
                }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerMetricsAndHealth() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("m 1\n");
        assertThat(get("/metrics").headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz?verbose").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("waiting for a leader\n");

        ready = Health.good("follower of member 2");

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("follower of member 2\n");
    }

    @Test
    void shouldAnswerHeadWithoutBody() throws Exception {
        HttpResponse<String> response = send(request("/livez").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldRefuseOtherPathsAndMethods() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
        assertThat(send(request("/metrics").POST(BodyPublishers.ofString("x"))).statusCode())
                .isEqualTo(405);
    }

    @Test
    void shouldAnswerInOneLineWhereAPageFails() throws Exception {
        ready = null;

        assertThat(get("/readyz").statusCode()).isEqualTo(500);
        assertThat(get("/readyz").body()).isEqualTo("failed: no state\n");
    }

    @Test
    void shouldSayWhichAddressCannotBeHad() {
        int taken = server.port();

        assertThatThrownBy(() -> AdminServer.start("127.0.0.1", taken, null))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen for metrics and health on 127.0.0.1:" + taken + ": ");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
