package io.ensemble.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What the files held at one time, and that it fits together. Immutable. */
record Credentials(X509Certificate certificate, X509ExtendedKeyManager key, X509ExtendedTrustManager trust) {

    /** @throws IOException in one line, which names the key of the configuration and the file */
    static Credentials load(TlsFiles files) throws IOException {
        List<X509Certificate> chain = read("peer.tls.certificate", () -> Pem.certificates(files.certificate()));
        X509Certificate own = chain.get(0);
        PrivateKey key = read(
                "peer.tls.key", () -> Pem.key(files.key(), own.getPublicKey().getAlgorithm()));
        List<X509Certificate> authority = read("peer.tls.authority", () -> Pem.certificates(files.authority()));
        try {
            if (!belongTogether(key, own)) {
                throw new IOException("peer.tls.key: " + files.key() + " is not the key of the certificate in "
                        + files.certificate());
            }
            X509Certificate[] all = chain.toArray(new X509Certificate[0]);
            Credentials made = new Credentials(own, keyManager(key, all), trustManager(authority));
            made.checkTrusted(all, files);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("peer.tls: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(String key, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : algorithm);
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private static X509ExtendedKeyManager keyManager(PrivateKey key, X509Certificate[] chain)
            throws GeneralSecurityException, IOException {
        char[] none = new char[0];
        KeyStore store = emptyStore();
        store.setKeyEntry("member", key, none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return first(factory.getKeyManagers(), X509ExtendedKeyManager.class);
    }

    private static X509ExtendedTrustManager trustManager(List<X509Certificate> authority)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (X509Certificate each : authority) {
            store.setCertificateEntry("authority-" + store.size(), each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return first(factory.getTrustManagers(), X509ExtendedTrustManager.class);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static <T> T first(Object[] managers, Class<T> type) {
        return Arrays.stream(managers)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The others would refuse it: better said here, and now. */
    private void checkTrusted(X509Certificate[] chain, TlsFiles files) throws IOException {
        String what = "peer.tls.certificate: " + files.certificate();
        try {
            certificate.checkValidity();
            trust.checkClientTrusted(chain, certificate.getPublicKey().getAlgorithm());
            trust.checkServerTrusted(chain, "UNKNOWN");
        } catch (CertificateExpiredException e) {
            throw new IOException(
                    what + " has expired on " + certificate.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException e) {
            throw new IOException(
                    what + " is valid only from " + certificate.getNotBefore().toInstant(), e);
        } catch (CertificateException e) {
            throw new IOException(
                    what + " is not accepted by the authority in " + files.authority() + ": " + e.getMessage(), e);
        }
    }
}
