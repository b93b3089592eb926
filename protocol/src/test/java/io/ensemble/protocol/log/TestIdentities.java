package io.ensemble.protocol.log;

import io.ensemble.state.acl.Identities;
import java.util.List;

/** Identities for tests. */
final class TestIdentities {
    static final Identities NONE = new Identities(List.of(), false);

    private TestIdentities() {}
}
