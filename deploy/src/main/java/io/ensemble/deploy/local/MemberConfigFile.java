package io.ensemble.deploy.local;

/** The configuration file of a member on this machine, as {@code server --config} reads it. */
final class MemberConfigFile {
    private MemberConfigFile() {}

    static String of(LocalLayout layout, int member) {
        MemberPorts own = layout.ports(member);
        StringBuilder yaml = new StringBuilder();
        yaml.append("# Written by ./ensemble local at each start: changes here are lost.\n");
        yaml.append("member: ").append(member).append('\n');
        yaml.append("data: ")
                .append(quoted(layout.folder(member).resolve("state").toString()))
                .append('\n');
        yaml.append("client: { host: 127.0.0.1, port: ").append(own.client()).append(" }\n");
        yaml.append("grpc: { host: 127.0.0.1, port: ").append(own.grpc()).append(" }\n");
        yaml.append("admin: { host: 127.0.0.1, port: ").append(own.admin()).append(" }\n");
        yaml.append("peer: { host: 127.0.0.1 }\n");
        yaml.append("members:\n");
        for (int number : layout.numbers()) {
            MemberPorts ports = layout.ports(number);
            yaml.append("  - { number: ").append(number).append(", host: 127.0.0.1");
            yaml.append(", raft: ").append(ports.raft());
            yaml.append(", peer: ").append(ports.peer());
            yaml.append(", formation: ").append(ports.formation()).append(" }\n");
        }
        return yaml.toString();
    }

    /** A YAML scalar in single quotes, in which only the quote itself needs care. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
