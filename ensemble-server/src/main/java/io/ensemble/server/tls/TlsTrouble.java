package io.ensemble.server.tls;

import java.io.EOFException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a connection's TLS, for a line in the log. Stateless. */
public final class TlsTrouble {
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;

    private TlsTrouble() {}

    /** Whether bytes that came over a connection without TLS are TLS: its alert, or its first greeting. */
    public static boolean isTls(int first, int second) {
        return (first == ALERT || first == HANDSHAKE) && second == 3;
    }

    /** What to say where they are. */
    public static String otherSideOnly() {
        return "it speaks TLS, and this side does not: there is no peer.tls in its configuration";
    }

    /** What is wrong; null where it is not TLS, or only that the connection ended. */
    public static @Nullable String of(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return each.getCause() instanceof EOFException ? null : text(String.valueOf(each.getMessage()));
            }
        }
        return null;
    }

    private static String text(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.startsWith("not an ssl/tls record") || lower.contains("unrecognized ssl message")) {
            return "it does not speak TLS, and peer.tls is set here";
        } else if (lower.contains("unable to find valid certification path")) {
            return "TLS: its certificate is not of the authority in peer.tls.authority";
        } else if (lower.contains("empty client certificate chain") || lower.contains("empty server certificate")) {
            return "TLS: it shows no certificate";
        } else if (lower.contains("received fatal alert")) {
            return "TLS: it does not take this member's certificate (" + message + ")";
        }
        return "TLS: " + message.replaceAll("\\p{Cntrl}", " ");
    }
}
