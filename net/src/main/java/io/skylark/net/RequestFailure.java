package io.skylark.net;

/// Ends a request with an error answer; thrown where returning a value through several levels would hide the work.
public final class RequestFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String remark;

    /// @param code a response code
    /// @param remark the text of the answer
    public RequestFailure(int code, String remark) {
        super(remark, null, false, false);
        this.code = code;
        this.remark = remark;
    }

    public int code() {
        return code;
    }

    public String remark() {
        return remark;
    }
}
