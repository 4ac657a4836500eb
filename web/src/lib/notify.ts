/** Short messages at the top of the screen, callable from anywhere; the app connects it to Ant Design. */

type Kind = 'success' | 'error' | 'info' | 'warning'
type Show = (kind: Kind, text: string) => void

let show: Show = () => {}

export const connectNotify = (to: Show): void => {
  show = to
}

export const notify = {
  success: (text: string) => show('success', text),
  error: (text: string) => show('error', text),
  info: (text: string) => show('info', text),
  warning: (text: string) => show('warning', text),
}
