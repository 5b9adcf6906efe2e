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

    private static final int V4_0_0 = 213;
    private static final int PER_MINOR = 20;

    private Version() {}

    /// The name of a version number, such as `V5_1_4`. Of versions before 4.0.0 only that they are.
    public static String name(int version) {
        int release = version + 1 - version % 2; // a snapshot comes one before its release
        if (release < V4_0_0) {
            return "V3";
        }
        int minor = (release - V4_0_0) / PER_MINOR;
        String name = "V" + (4 + minor / 10) + "_" + minor % 10 + "_" + (release - V4_0_0) % PER_MINOR / 2;
        return release == version ? name : name + "_SNAPSHOT";
    }
}
