/**
 * What an operator looks at: metrics, and health over HTTP. The HTTP server is given suppliers and knows nobody; the
 * metrics listen to the probes of the member and of its peer streams. Depends on the JDK's HTTP server and on Micrometer.
 * Any thread.
 */
@NullMarked
package io.ensemble.server.admin;

import org.jspecify.annotations.NullMarked;
