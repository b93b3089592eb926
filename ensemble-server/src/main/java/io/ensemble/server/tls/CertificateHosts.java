package io.ensemble.server.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Which hosts a certificate speaks for, by its subject alternative names. Stateless. */
public final class CertificateHosts {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateHosts() {}

    /** Whether the others, who know a member by this name or address, will take the certificate for that member's. */
    public static boolean names(X509Certificate certificate, String host) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return false;
        }
        return names != null
                && names.stream()
                        .anyMatch(
                                each -> (each.get(0).equals(DNS) || each.get(0).equals(ADDRESS))
                                        && matches(
                                                String.valueOf(each.get(1)).toLowerCase(Locale.ROOT),
                                                host.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host)
                || (name.startsWith("*.") && dot > 0 && host.substring(dot).equals(name.substring(1)));
    }
}
