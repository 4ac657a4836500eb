/** The people of the installation: list, create, edit, passwords, block, delete. */
export { UsersScreen } from './UsersScreen'
