/** Roles: which there are, and the matrix of rights of each. */
export { RoleScreen } from './RoleScreen'
export { RolesScreen } from './RolesScreen'
