/** What the dialog of a project's webhooks asks and tells the server. */
import { $api, type Schemas } from '@/api/client'
import { invalidate } from '@/api/queryClient'

export type Webhook = Schemas['WebhookOut']
export type Delivery = Schemas['DeliveryOut']

const DELIVERIES_EVERY_MS = 3_000

export const useWebhooks = (projectId: number) =>
  $api.useQuery('get', '/api/projects/{project_id}/webhooks', { params: { path: { project_id: projectId } } })

/** The events that there are, in the person's language. */
export const useEvents = () => $api.useQuery('get', '/api/account/notice-choices').data?.events ?? []

/** While the list is open it follows what is under way. */
export const useDeliveries = (webhookId: number) =>
  $api.useQuery(
    'get',
    '/api/webhooks/{webhook_id}/deliveries',
    { params: { path: { webhook_id: webhookId }, query: { limit: 20 } } },
    {
      refetchInterval: ({ state }) =>
        state.data?.items.some((row) => row.state === 'waiting') ? DELIVERIES_EVERY_MS : false,
    },
  )

const onSuccess = () => invalidate('/api/projects/{project_id}/webhooks', '/api/webhooks')
const meta = { quiet: true }

export const useCreateWebhook = () =>
  $api.useMutation('post', '/api/projects/{project_id}/webhooks', { onSuccess, meta })
export const useEditWebhook = () => $api.useMutation('patch', '/api/webhooks/{webhook_id}', { onSuccess, meta })
export const useDeleteWebhook = () => $api.useMutation('delete', '/api/webhooks/{webhook_id}', { onSuccess })
export const useReplaceSecret = () => $api.useMutation('post', '/api/webhooks/{webhook_id}/secret', { onSuccess })
export const useTryWebhook = () => $api.useMutation('post', '/api/webhooks/{webhook_id}/test', { onSuccess })
export const useSendAgain = () => $api.useMutation('post', '/api/deliveries/{delivery_id}/send-again', { onSuccess })
