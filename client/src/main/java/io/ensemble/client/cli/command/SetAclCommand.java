package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code setAcl}. */
@Command(name = "setAcl", description = "Sets a znode's ACL.")
public final class SetAclCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Parameters(index = "1", paramLabel = "ACL", description = "SCHEME:ID:RIGHTS,..., rights out of cdrwa.")
    private String acl = "";

    @Option(
            names = {"-v", "--version"},
            paramLabel = "AVERSION",
            description = "Only where the ACL has this version.")
    private int aversion = Op.ANY_VERSION;

    @Override
    protected int run(Context context) {
        Ensemble client = context.client();
        client.await(client.writeAsync(new Op.SetAcl(path, AclText.parse(acl), aversion)));
        return DONE;
    }
}
