/** What a training starts from: nothing, pretrained weights, or those of a published version of the same base model. */
import { useQuery } from '@tanstack/react-query'
import { Form, Radio, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { ApiError } from '@/api/errors'
import { type Asked, RemoteSelect } from '@/components/ui/RemoteSelect'
import type { Change, Draft } from './draft'
import { PAGE_OF_VERSIONS, versionsPage } from './queries'
import styles from './Templates.module.css'
import { useVersion } from './wizard/queries'

interface Props {
  projectId: number
  draft: Draft
  change: Change
  error: ApiError | null
  /** A retraining starts from its version's weights. */
  retrains?: Schemas['VersionRefOut'] | null
}

const FIRST: Asked = { search: '', cursor: '' }

export function Weights({ projectId, draft, change, error, retrains }: Props) {
  const { t } = useTranslation('templates')
  const page = (asked: Asked) => versionsPage(projectId, draft.baseModel, asked)
  const { data: first } = useQuery(page(FIRST))
  const { kind, version_id } = draft.weights
  const { data: current } = useVersion(version_id)
  const refused = error?.fields.find(({ path }) => path.startsWith('weights'))?.message
  const choose = (to: Draft['weights']['kind']) =>
    change({ weights: { kind: to, version_id: to === 'version' ? (first?.items[0]?.id ?? null) : null } })
  return (
    <Form.Item label={t('weights.title')} validateStatus={refused && 'error'} help={refused}>
      <Radio.Group value={kind} disabled={Boolean(retrains)} onChange={({ target }) => choose(target.value)}>
        <Space orientation="vertical" size={2}>
          <Radio value="none">{t('weights.none')}</Radio>
          <Radio value="pretrained">{t('weights.pretrained')}</Radio>
          <Radio value="version" disabled={!first?.total}>
            {first?.total === 0 ? t('weights.noVersion') : t('weights.version')}
          </Radio>
        </Space>
      </Radio.Group>
      {kind === 'version' && (
        <RemoteSelect
          className={styles.version}
          label={t('weights.version')}
          page={page}
          size={PAGE_OF_VERSIONS}
          choiceOf={optionOf}
          known={current && [optionOf(current)]}
          value={version_id ? [version_id] : []}
          disabled={Boolean(retrains)}
          onChange={([chosen]) => change({ weights: { kind, version_id: chosen?.value ?? null } })}
        />
      )}
    </Form.Item>
  )
}

const optionOf = ({ id, model_name, name }: Pick<Schemas['VersionOut'], 'id' | 'model_name' | 'name'>) => ({
  value: id,
  label: `${model_name} ${name}`,
})
