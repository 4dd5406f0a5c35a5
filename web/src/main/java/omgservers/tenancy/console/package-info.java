/** Pages about tenants, their projects and stages. */
package omgservers.tenancy.console;
