package omgservers.shared.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of addresses: all that share the first bits with one of them. */
public record Network(InetAddress first, int bits) {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final int BYTE_BITS = 8;

  /** The address that the text is; names are not looked up. */
  public static Optional<InetAddress> address(String text) {
    boolean literal =
        V4.matcher(text).matches() || (text.indexOf(':') >= 0 && V6.matcher(text).matches());
    try {
      return literal ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The network that the text is: an address, or one with the number of bits behind a slash. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> first = address(slash < 0 ? text : text.substring(0, slash));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int all = first.get().getAddress().length * BYTE_BITS;
    try {
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > all
          ? Optional.empty()
          : Optional.of(new Network(first.get(), bits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the address lies in it. */
  public boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 1 << (BYTE_BITS - 1 - bit % BYTE_BITS);
      if (((ours[bit / BYTE_BITS] ^ theirs[bit / BYTE_BITS]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
