package io.ensemble.server.tls;

import java.nio.file.Path;

/**
 * The files of a member's TLS, all in PEM.
 *
 * @param certificate this member's, with those between it and the authority behind it
 * @param key its private key, in PKCS #8 and without a password
 * @param authority the certificates of the authority that signs those of all members
 */
public record TlsFiles(Path certificate, Path key, Path authority) {}
