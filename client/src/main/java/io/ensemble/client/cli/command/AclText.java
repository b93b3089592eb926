package io.ensemble.client.cli.command;

import io.ensemble.client.Acl;
import java.util.ArrayList;
import java.util.List;

/** ACLs as ZooKeeper's shell writes them: {@code world:anyone:cdrwa,digest:ann:hash=:r}. Stateless. */
public final class AclText {
    private static final String RIGHTS = "rwcda";
    private static final String SHOWN = "cdrwa";

    private AclText() {}

    /** @throws IllegalArgumentException that says what it should be */
    public static List<Acl> parse(String text) {
        List<Acl> all = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int first = each.indexOf(':');
            int last = each.lastIndexOf(':');
            if (first <= 0 || last == first) {
                throw new IllegalArgumentException("not SCHEME:ID:RIGHTS: '" + each + "'");
            }
            all.add(new Acl(
                    perms(each.substring(last + 1)), each.substring(0, first), each.substring(first + 1, last)));
        }
        return all;
    }

    /**
     * The rights that these letters stand for.
     *
     * @throws IllegalArgumentException that says what they should be
     */
    public static int perms(String rights) {
        int perms = 0;
        for (char right : rights.toCharArray()) {
            int bit = RIGHTS.indexOf(right);
            if (bit < 0) {
                throw new IllegalArgumentException("rights are letters out of cdrwa, not '" + rights + "'");
            }
            perms |= 1 << bit;
        }
        return perms;
    }

    /** As {@link #parse} takes it. */
    public static String text(Acl acl) {
        return acl.scheme() + ":" + acl.id() + ":" + rights(acl.perms());
    }

    /** Rights as letters, in the order in which ZooKeeper's shell has them. */
    public static String rights(int perms) {
        StringBuilder rights = new StringBuilder();
        for (char right : SHOWN.toCharArray()) {
            if ((perms & 1 << RIGHTS.indexOf(right)) != 0) {
                rights.append(right);
            }
        }
        return rights.toString();
    }
}
