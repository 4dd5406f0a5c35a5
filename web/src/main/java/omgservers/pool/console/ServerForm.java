package omgservers.pool.console;

/** What a pool server offers and how it is reached, as it is filled in. */
public class ServerForm {
  private Integer slots;
  private Integer cpuMillis;
  private Integer memoryMib;
  private Integer buildSlots;
  private String address;
  private String credentials;
  private String registry;
  private String network;

  /** How many game servers. */
  public Integer getSlots() {
    return slots;
  }

  /** How many game servers. */
  public void setSlots(Integer slots) {
    this.slots = slots;
  }

  /** Thousandths of a CPU; 0 to leave them uncounted. */
  public Integer getCpuMillis() {
    return cpuMillis;
  }

  /** Thousandths of a CPU; 0 to leave them uncounted. */
  public void setCpuMillis(Integer cpuMillis) {
    this.cpuMillis = cpuMillis;
  }

  /** Memory in MiB; 0 to leave it uncounted. */
  public Integer getMemoryMib() {
    return memoryMib;
  }

  /** Memory in MiB; 0 to leave it uncounted. */
  public void setMemoryMib(Integer memoryMib) {
    this.memoryMib = memoryMib;
  }

  /** How many builds at once. */
  public Integer getBuildSlots() {
    return buildSlots;
  }

  /** How many builds at once. */
  public void setBuildSlots(Integer buildSlots) {
    this.buildSlots = buildSlots;
  }

  /** Where its engine listens. */
  public String getAddress() {
    return address;
  }

  /** Where its engine listens. */
  public void setAddress(String address) {
    this.address = address;
  }

  /** The folder with the credentials for it. */
  public String getCredentials() {
    return credentials;
  }

  /** The folder with the credentials for it. */
  public void setCredentials(String credentials) {
    this.credentials = credentials;
  }

  /** The registry that it pulls from. */
  public String getRegistry() {
    return registry;
  }

  /** The registry that it pulls from. */
  public void setRegistry(String registry) {
    this.registry = registry;
  }

  /** The network of its containers. */
  public String getNetwork() {
    return network;
  }

  /** The network of its containers. */
  public void setNetwork(String network) {
    this.network = network;
  }
}
