/**
 * Who may do what: ACLs, identities and ZooKeeper's rules for them. Pure and immutable.
 */
@NullMarked
package io.ensemble.state.acl;

import org.jspecify.annotations.NullMarked;
