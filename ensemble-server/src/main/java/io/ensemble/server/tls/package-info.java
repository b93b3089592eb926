/**
 * TLS between members: who holds a certificate of the members' authority is a member, and nobody else is. On the JDK alone;
 * what speaks takes key and trust managers, or sockets, from here.
 */
@NullMarked
package io.ensemble.server.tls;

import org.jspecify.annotations.NullMarked;
