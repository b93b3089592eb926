package io.ensemble.server.consensus.transport;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;

/** Makes Ratis take our transport: its setting for the kind of RPC names this class. */
public final class AppendRpcType implements RpcType {
    private static final String TRANSPORT = "ensemble.append-transport";

    /** Called by Ratis. */
    public AppendRpcType() {}

    /** Puts the name of this class into the properties, and returns the parameters that go with them. */
    public static Parameters use(RaftProperties properties, AppendTransport transport) {
        org.apache.ratis.RaftConfigKeys.Rpc.setType(properties, new AppendRpcType());
        Parameters parameters = new Parameters();
        parameters.put(TRANSPORT, transport, AppendTransport.class);
        return parameters;
    }

    /** The name by which Ratis finds the class again. */
    @Override
    public String name() {
        return AppendRpcType.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new AppendFactory(parameters, parameters.getNonNull(TRANSPORT, AppendTransport.class));
    }
}
