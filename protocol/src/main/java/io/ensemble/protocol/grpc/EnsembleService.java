package io.ensemble.protocol.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.ensemble.protocol.grpc.v1.EnsembleOuterClass;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import io.ensemble.protocol.grpc.v1.StatusRequest;
import io.ensemble.protocol.grpc.v1.StatusResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;

/** The service {@code ensemble.v1.Ensemble}: its name, its methods, and where the name of a reason is. */
public final class EnsembleService {
    /** The service's full name. */
    public static final String NAME = "ensemble.v1.Ensemble";

    /** The trailer that says why a stream ended: the name of a {@code Reason}. */
    public static final Metadata.Key<String> REASON =
            Metadata.Key.of("ensemble-reason", Metadata.ASCII_STRING_MARSHALLER);

    /** A session's stream. */
    public static final MethodDescriptor<SessionRequest, SessionResponse> SESSION = method(
            MethodType.BIDI_STREAMING,
            "Session",
            SessionRequest.getDefaultInstance(),
            SessionResponse.getDefaultInstance());

    /** What a member knows. */
    public static final MethodDescriptor<StatusRequest, StatusResponse> STATUS =
            method(MethodType.UNARY, "Status", StatusRequest.getDefaultInstance(), StatusResponse.getDefaultInstance());

    /** All of it, with the file that it is described in, for reflection. */
    public static final ServiceDescriptor DESCRIPTOR = ServiceDescriptor.newBuilder(NAME)
            .setSchemaDescriptor(new Schema())
            .addMethod(SESSION)
            .addMethod(STATUS)
            .build();

    private EnsembleService() {}

    private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
            MethodType type, String name, Q request, R response) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setSampledToLocalTracing(false)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }

    private static final class Schema implements ProtoFileDescriptorSupplier {
        @Override
        public FileDescriptor getFileDescriptor() {
            return EnsembleOuterClass.getDescriptor();
        }
    }
}
