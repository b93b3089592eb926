package io.ensemble.server.tls;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The certificates among the test's resources. */
public final class TestTls {
    private TestTls() {}

    /** A certificate and its key by name, and an authority. */
    public static TlsFiles files(String name, String authority) {
        return new TlsFiles(file(name + ".pem"), file(name + ".key"), file(authority + ".pem"));
    }

    /** What a member of the ensemble has. */
    public static MemberTls member() throws IOException {
        return MemberTls.open(files("member", "authority"));
    }

    /** What somebody has whom another authority calls a member. */
    public static MemberTls foreign() throws IOException {
        return MemberTls.open(files("foreign", "foreign-authority"));
    }

    /** A member of the ensemble by its certificate, which names another host. */
    public static MemberTls elsewhere() throws IOException {
        return MemberTls.open(files("elsewhere", "authority"));
    }

    static Path file(String name) {
        URL found = TestTls.class.getResource("/tls/" + name);
        if (found == null) {
            throw new IllegalArgumentException("no resource " + name);
        }
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
