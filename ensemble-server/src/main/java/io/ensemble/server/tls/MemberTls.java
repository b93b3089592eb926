package io.ensemble.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's certificate and what it trusts, for all that speaks to other members. Files that change are taken over, for
 * the connections that are opened from then on, once all of them fit together again. Thread-safe; a daemon thread looks at
 * the files.
 */
public final class MemberTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberTls.class);
    private static final long LOOK_EVERY_MS = 5_000;

    private final TlsFiles files;
    private final Thread thread;
    private volatile Credentials current;
    private List<FileTime> seen;
    private volatile boolean closed;

    private MemberTls(TlsFiles files, List<FileTime> seen, Credentials current, long lookEveryMs) {
        this.files = files;
        this.seen = seen;
        this.current = current;
        this.thread = new Thread(() -> run(lookEveryMs), "ensemble-tls-files");
        thread.setDaemon(true);
    }

    /** @throws IOException in one line, where the files cannot be used */
    public static MemberTls open(TlsFiles files) throws IOException {
        return open(files, LOOK_EVERY_MS);
    }

    static MemberTls open(TlsFiles files, long lookEveryMs) throws IOException {
        List<FileTime> seen = times(files);
        MemberTls tls = new MemberTls(files, seen, Credentials.load(files), lookEveryMs);
        tls.thread.start();
        return tls;
    }

    /** The certificate that is shown now. */
    public X509Certificate certificate() {
        return current.certificate();
    }

    public KeyManager keyManager() {
        return new CurrentKey();
    }

    public TrustManager trustManager() {
        return new CurrentTrust();
    }

    /** For sockets of the JDK. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager()}, new TrustManager[] {trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    private void run(long lookEveryMs) {
        try {
            while (!closed) {
                Thread.sleep(lookEveryMs);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<FileTime> now = times(files);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            current = Credentials.load(files);
            LOG.info(
                    "TLS between members: new files taken over; certificate={} until={}",
                    current.certificate().getSubjectX500Principal().getName(),
                    current.certificate().getNotAfter().toInstant());
        } catch (IOException e) {
            LOG.warn("TLS between members: changed files not taken over, the former ones hold: {}", e.getMessage());
        }
    }

    private static List<FileTime> times(TlsFiles files) {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(files.certificate(), files.key(), files.authority())) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** The key of the moment. */
    private final class CurrentKey extends X509ExtendedKeyManager {
        private X509ExtendedKeyManager now() {
            return current.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return now().getClientAliases(type, issuers);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return now().chooseClientAlias(types, issuers, socket);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return now().chooseEngineClientAlias(types, issuers, engine);
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return now().getServerAliases(type, issuers);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return now().chooseServerAlias(type, issuers, socket);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return now().chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return now().getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return now().getPrivateKey(alias);
        }
    }

    /** The authority of the moment. */
    private final class CurrentTrust extends X509ExtendedTrustManager {
        private X509ExtendedTrustManager now() {
            return current.trust();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now().checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now().checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now().checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now().checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now().checkServerTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return now().getAcceptedIssuers();
        }
    }
}
