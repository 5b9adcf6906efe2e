package io.skylark.protocol;

/// Version numbers as headers carry them. Every RocketMQ release counts two up.
public final class Version {
    /// What this product says it is: the newest release it behaves like, 5.5.0.
    public static final int CURRENT = 513;

    public static final String CURRENT_NAME = "V5_5_0";

    /// From here on clients read strict JSON routes.
    public static final int V4_9_4 = 401;

    /// 5.3.2: from here on Java clients understand [ResponseCode#GO_AWAY].
    public static final int GO_AWAY = 477;

    /// From here on clients let themselves be moved to other offsets.
    public static final int V3_0_7 = 28;

    /// From here on clients send a meaningful `maxReconsumeTimes`.
    public static final int V3_4_9 = 121;

    private Version() {}
}
