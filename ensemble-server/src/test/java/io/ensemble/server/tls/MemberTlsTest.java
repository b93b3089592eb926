package io.ensemble.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTlsTest {
    @TempDir
    private Path dir;

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheFiles() throws IOException {
        TlsFiles good = TestTls.files("member", "authority");
        Path missing = dir.resolve("missing.pem");
        Path empty = Files.createFile(dir.resolve("empty.pem"));

        assertRefused(
                new TlsFiles(missing, good.key(), good.authority()),
                "peer.tls.certificate: " + missing + " does not exist");
        assertRefused(
                new TlsFiles(good.certificate(), missing, good.authority()),
                "peer.tls.key: " + missing + " does not exist");
        assertRefused(
                new TlsFiles(good.certificate(), good.key(), empty),
                "peer.tls.authority: " + empty + " holds no certificate in PEM");
        assertRefused(
                new TlsFiles(good.certificate(), good.authority(), good.authority()),
                "peer.tls.key: " + good.authority() + " holds no \"-----BEGIN PRIVATE KEY-----\"");
        assertRefused(
                new TlsFiles(good.certificate(), TestTls.file("renewed.key"), good.authority()),
                "is not the key of the certificate in " + good.certificate());
        assertRefused(
                TestTls.files("member", "foreign-authority"),
                "peer.tls.certificate: " + good.certificate() + " is not accepted by the authority in");
    }

    private static void assertRefused(TlsFiles files, String line) {
        assertThatThrownBy(() -> MemberTls.open(files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(line)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldTakeChangedFilesOverOnceTheyFitTogether() throws IOException {
        TlsFiles files = new TlsFiles(dir.resolve("c.pem"), dir.resolve("c.key"), dir.resolve("a.pem"));
        put(TestTls.file("member.pem"), files.certificate());
        put(TestTls.file("member.key"), files.key());
        put(TestTls.file("authority.pem"), files.authority());
        try (LogLines log = new LogLines("io.ensemble.server.tls");
                MemberTls tls = MemberTls.open(files, 10)) {
            String before = tls.certificate().getSubjectX500Principal().getName();

            put(TestTls.file("renewed.pem"), files.certificate());
            await().until(() -> log.hasLine("changed files not taken over", "is not the key of the certificate"));
            assertThat(tls.certificate().getSubjectX500Principal().getName()).isEqualTo(before);

            put(TestTls.file("renewed.key"), files.key());
            await().until(() ->
                    !tls.certificate().getSubjectX500Principal().getName().equals(before));
        }
    }

    private int puts;

    /** At a time of its own, however coarse the file system's clock is. */
    private void put(Path from, Path to) throws IOException {
        Path fresh = dir.resolve("fresh");
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(fresh, FileTime.fromMillis(1_000L * ++puts));
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void shouldKnowWhichHostsACertificateNames() throws IOException {
        try (MemberTls tls = TestTls.member()) {
            assertThat(CertificateHosts.names(tls.certificate(), "127.0.0.1")).isTrue();
            assertThat(CertificateHosts.names(tls.certificate(), "LOCALHOST")).isTrue();
            assertThat(CertificateHosts.names(tls.certificate(), "127.0.0.2")).isFalse();
        }
    }
}
