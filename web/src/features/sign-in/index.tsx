/** Coming in: with a password, or for the first time with a one-time link. */
export { NewPasswordScreen } from './NewPasswordScreen'
export { SignInScreen } from './SignInScreen'
export { WelcomeScreen } from './WelcomeScreen'
