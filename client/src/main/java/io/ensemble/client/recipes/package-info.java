/** What coordination services are for, on top of the client: lock and election. */
@NullMarked
package io.ensemble.client.recipes;

import org.jspecify.annotations.NullMarked;
