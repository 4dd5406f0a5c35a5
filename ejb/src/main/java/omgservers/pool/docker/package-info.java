/** Game servers as containers, through the API of Docker engines and nothing else. */
package omgservers.pool.docker;
