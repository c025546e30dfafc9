/// How charts of XChart, tables of Tablesaw and arrays of ND4J show themselves in a notebook. Each
/// library has its own class, found as a service; where the library is missing its class cannot be
/// made and is passed over.
package lectern.renderers;
