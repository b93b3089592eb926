package io.ensemble.chaos.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of an access control list as it is on the wire, well formed or not. */
public record WireAcl(
        int perms, @Nullable String scheme, @Nullable String id) {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int ADMIN = 16;
    public static final int ALL = 31;

    /** Everybody may do everything. */
    public static final List<WireAcl> OPEN = List.of(new WireAcl(ALL, "world", "anyone"));

    @Override
    public String toString() {
        return scheme + ":" + id + "=" + perms;
    }
}
