package io.ensemble.chaos.model;

import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of paths and ACLs, as ZooKeeper's programmer's guide has them. Stateless. */
final class ModelRules {
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\uf8ff\\ufff0-\\uffff]");
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|\\d?\\d)";
    private static final Pattern IP = Pattern.compile(BYTE + "(\\." + BYTE + "){3}(/(3[0-2]|[0-2]?\\d))?");

    private ModelRules() {}

    /** Absolute, no empty, {@code .} or {@code ..} component, no forbidden character. */
    static boolean isPath(String path) {
        if (path.equals("/")) {
            return true;
        }
        if (!path.startsWith("/") || FORBIDDEN.matcher(path).find()) {
            return false;
        }
        for (String name : path.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    static boolean may(List<Acl> acl, int perm, Identities who) {
        if (who.superuser() || who.ids().stream().anyMatch(id -> id.scheme().equals("super"))) {
            return true;
        }
        return acl.stream()
                .anyMatch(entry -> (entry.perms() & perm) != 0
                        && (entry.id().equals(Id.ANYONE) || who.ids().stream().anyMatch(id -> is(id, entry.id()))));
    }

    private static boolean is(Id id, Id wanted) {
        if (!id.scheme().equals(wanted.scheme())) {
            return false;
        }
        return switch (wanted.scheme()) {
            case "digest" -> id.id().equals(wanted.id());
            case "ip" -> inNetwork(id.id(), wanted.id());
            default -> false;
        };
    }

    private static boolean inNetwork(String address, String network) {
        String[] parts = network.split("/");
        int host = 32 - (parts.length == 2 ? Integer.parseInt(parts[1]) : 32);
        return number(address).shiftRight(host).equals(number(parts[0]).shiftRight(host));
    }

    private static BigInteger number(String address) {
        BigInteger sum = BigInteger.ZERO;
        for (String part : address.split("\\.")) {
            sum = sum.shiftLeft(8).add(new BigInteger(part));
        }
        return sum;
    }

    /** The ACL that is kept of one that is asked for; null where it is invalid. */
    static @Nullable List<Acl> kept(@Nullable List<Acl> asked, Identities who) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        List<Acl> kept = new ArrayList<>();
        for (Acl acl : new LinkedHashSet<>(asked)) {
            Id id = acl.id();
            if (id.scheme().equals("auth")) {
                List<Id> proved = who.ids().stream()
                        .filter(one -> one.scheme().equals("digest"))
                        .toList();
                if (proved.isEmpty()) {
                    return null;
                }
                proved.forEach(one -> kept.add(new Acl(acl.perms(), one)));
            } else if (isId(id)) {
                kept.add(acl);
            } else {
                return null;
            }
        }
        return kept;
    }

    private static boolean isId(Id id) {
        return switch (id.scheme()) {
            case "world" -> id.id().equals("anyone");
            case "digest" -> id.id().matches("[^:]*:[^:]+:*");
            case "ip" -> IP.matcher(id.id()).matches();
            default -> false;
        };
    }
}
