package io.ensemble.state.acl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may do what: ZooKeeper's rules for the schemes world, auth, digest, ip (CIDR) and super. Pure. */
public final class AccessRules {
    private static final String AUTH = "auth";
    private static final String DIGEST = "digest";
    private static final String IP = "ip";
    private static final String SUPER = "super";

    private AccessRules() {}

    /** Whether these identities have one of these rights ({@link Perms} bits) on a znode with this ACL. */
    public static boolean allows(AclList acl, int perms, Identities who) {
        if (acl == AclList.OPEN || acl.entries().isEmpty() || isSuper(who)) {
            return true;
        }
        for (Acl entry : acl.entries()) {
            if ((entry.perms() & perms) != 0 && isOneOf(entry.id(), who)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuper(Identities who) {
        if (who.superuser()) {
            return true;
        }
        for (Id id : who.ids()) {
            if (id.scheme().equals(SUPER)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(Id wanted, Identities who) {
        if (wanted.equals(Id.ANYONE)) {
            return true;
        }
        for (Id id : who.ids()) {
            if (id.scheme().equals(wanted.scheme()) && matches(id, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Id id, Id wanted) {
        return switch (wanted.scheme()) {
            case DIGEST -> id.id().equals(wanted.id());
            case IP -> IpRange.contains(wanted.id(), id.id());
            default -> false;
        };
    }

    /**
     * The ACL that a znode gets when this one is asked for: without repetitions, with {@code auth} replaced by the
     * identities that the connection has proved; null where it is invalid.
     */
    public static @Nullable AclList fixed(@Nullable List<Acl> asked, Identities who) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        if (asked.equals(AclList.OPEN.entries())) {
            return AclList.OPEN;
        }
        List<Acl> fixed = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Acl acl = asked.get(i);
            if (asked.indexOf(acl) < i) {
                continue;
            }
            if (acl.id().scheme().equals(AUTH)) {
                int before = fixed.size();
                addProved(acl.perms(), who, fixed);
                if (fixed.size() == before) {
                    return null;
                }
            } else if (isWellFormed(acl.id())) {
                fixed.add(acl);
            } else {
                return null;
            }
        }
        return new AclList(fixed);
    }

    /** An address proves nothing; a digest does. */
    private static void addProved(int perms, Identities who, List<Acl> into) {
        for (Id id : who.ids()) {
            if (id.scheme().equals(DIGEST)) {
                into.add(new Acl(perms, id));
            }
        }
    }

    private static boolean isWellFormed(Id id) {
        return switch (id.scheme()) {
            case DIGEST -> isDigest(id.id());
            case IP -> IpRange.isValid(id.id());
            default -> id.equals(Id.ANYONE);
        };
    }

    /** Two parts around one colon, of which the second is not empty; further colons may follow at the end. */
    private static boolean isDigest(String id) {
        int colon = id.indexOf(':');
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == ':') {
            end--;
        }
        return colon >= 0 && colon < end - 1 && id.substring(colon + 1, end).indexOf(':') < 0;
    }
}
