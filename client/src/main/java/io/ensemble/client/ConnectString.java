package io.ensemble.client;

import java.util.ArrayList;
import java.util.List;

/** {@code host:port,host:port/chroot}, taken apart. Immutable. */
record ConnectString(List<Address> members, String chroot) {
    static final int PORT_DEFAULT = 2379;

    /** Where a member is. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static ConnectString parse(String text) {
        int slash = text.indexOf('/');
        String chroot = slash < 0 ? "" : text.substring(slash);
        if (chroot.equals("/")) {
            chroot = "";
        } else if (chroot.endsWith("/")) {
            throw new IllegalArgumentException("the chroot ends with a slash: " + text);
        }
        List<Address> members = new ArrayList<>();
        for (String member : (slash < 0 ? text : text.substring(0, slash)).split(",", -1)) {
            members.add(address(member.strip(), text));
        }
        return new ConnectString(List.copyOf(members), chroot);
    }

    private static Address address(String member, String text) {
        int colon = member.lastIndexOf(':');
        boolean ipv6WithoutPort = member.endsWith("]");
        String host = colon < 0 || ipv6WithoutPort ? member : member.substring(0, colon);
        try {
            int port = colon < 0 || ipv6WithoutPort ? PORT_DEFAULT : Integer.parseInt(member.substring(colon + 1));
            if (!host.isEmpty() && host.chars().noneMatch(Character::isWhitespace) && port > 0 && port < 65_536) {
                return new Address(host, port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("not \"host:port,host:port/chroot\": " + text);
    }

    /** A path as the ensemble has it; what is no path stays as it is, and is refused: it must not become another one. */
    String outer(String path) {
        return chroot.isEmpty() || !path.startsWith("/") ? path : path.equals("/") ? chroot : chroot + path;
    }

    /** A path as the client's user has it. */
    String inner(String path) {
        if (chroot.isEmpty() || !path.startsWith(chroot)) {
            return path;
        }
        return path.length() == chroot.length() ? "/" : path.substring(chroot.length());
    }
}
