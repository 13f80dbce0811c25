/** Style sheets are imported for esbuild, which collects them beside the bundle. */
declare module "*.css";
