package io.ensemble.chaos.chaos.ratis;

import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.Software;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The register on stock Ratis. */
public final class RegisterSoftware implements Software {
    @Override
    public int portsPerMember() {
        return 0;
    }

    @Override
    public boolean tellsDigests() {
        return false;
    }

    /** All members' ports. */
    static List<Integer> ports(Layout layout) {
        return IntStream.rangeClosed(1, layout.members())
                .mapToObj(member -> layout.port(member, 0))
                .toList();
    }

    @Override
    public List<String> command(int member, Path folder, Layout layout) {
        List<String> command = new ArrayList<>(Software.java("256m", System.getProperty("java.class.path")));
        List<String> ports = ports(layout).stream().map(String::valueOf).toList();
        command.addAll(List.of(
                RegisterMain.class.getName(),
                Integer.toString(member),
                folder.resolve("state").toString(),
                String.join(",", ports)));
        return command;
    }
}
