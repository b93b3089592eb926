package io.ensemble.client.cli.tree;

import io.ensemble.client.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A znode of an export. Immutable; the array must not be changed.
 *
 * @param data null where there is none, which is not the same as no bytes
 * @param acl what everybody may do by default where it is empty
 * @param owner the session whose ephemeral it is; 0 where it is none
 */
record ExportedZnode(String path, byte @Nullable [] data, List<Acl> acl, long owner) {
    ExportedZnode {
        acl = acl.equals(Acl.OPEN) ? List.of() : List.copyOf(acl);
    }

    boolean isEphemeral() {
        return owner != 0;
    }
}
