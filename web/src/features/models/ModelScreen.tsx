/** One model: its versions (E65), and everything about the chosen one. */
import { RollbackOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesOf } from '@/components/environment/places'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { PageHeader } from '@/components/ui/PageHeader'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { RowMenu } from '@/components/ui/RowMenu'
import { useProjectTrail } from '@/components/ui/useProjectTrail'
import { useWhyNot } from '@/components/ui/useWhyNot'
import { useNumberParam, useProjectId } from '@/lib/params'
import { useUrlState } from '@/lib/useUrlState'
import styles from './Models.module.css'
import { NextStage } from './NextStage'
import { type ModelDetail, useModel, useVersions, type VersionDetail } from './queries'
import { RollBackDialog } from './RollBackDialog'
import { useModelActions } from './useModelActions'
import { VersionTable } from './VersionTable'
import { VersionTabs } from './VersionTabs'

/** What other features know how to draw; the app puts it in. */
export interface Parts {
  curves: (processId: number) => ReactNode
  parameters: (version: VersionDetail) => ReactNode
}

export function ModelScreen({ parts }: { parts: Parts }) {
  const { data: model, error, refetch } = useModel(useNumberParam('modelId'))
  if (error && !model) return <ErrorBox error={error} retry={refetch} />
  return model ? <Loaded model={model} parts={parts} /> : <Skeleton active paragraph={{ rows: 12 }} />
}

function Loaded({ model, parts }: { model: ModelDetail; parts: Parts }) {
  const { t } = useTranslation(['models', 'common'])
  const navigate = useNavigate()
  const projectId = useProjectId()
  const [chosen, choose] = useUrlState('version')
  const { data: versions, error, refetch } = useVersions(model.id)
  const leave = () => navigate({ to: `/projects/${projectId}/models` as never })
  const { actionsOf, dialog } = useModelActions(leave)
  const version = versions?.find(({ id }) => String(id) === chosen) ?? versions?.[0]
  return (
    <>
      <PageHeader
        title={model.name}
        trail={useProjectTrail('models')}
        extra={<span className="mw-muted">{t(`common:task.${model.task}`)}</span>}
        subtitle={[placesOf(model.environment), model.description].filter(Boolean).join(' · ')}
        actions={
          <>
            {model.production && <RollBackButton model={model} />}
            <RowMenu size="middle" name={model.name} actions={actionsOf(model)} />
          </>
        }
      />
      {error && !versions && <ErrorBox error={error} retry={refetch} />}
      {versions ? (
        <div className={styles.stack}>
          <VersionTable
            versions={versions}
            owner={model.created_by}
            chosen={version?.id}
            choose={(id) => choose(String(id))}
          />
          {version && <NextStage key={`next-${version.id}`} owner={model.created_by} {...{ version, versions }} />}
          {version && <VersionTabs key={version.id} version={version} parts={parts} />}
        </div>
      ) : (
        !error && <Skeleton active />
      )}
      {dialog}
    </>
  )
}

function RollBackButton({ model }: { model: ModelDetail }) {
  const { t } = useTranslation('gate')
  const [isOpen, open] = useState(false)
  const whyNot = useWhyNot()('models.manage', model.created_by)
  const reason = whyNot ?? (model.roll_back_to ? '' : t('rollBack.none'))
  return (
    <>
      <ReasonButton icon={<RollbackOutlined aria-hidden />} reason={reason} onClick={() => open(true)}>
        {t('rollBack.action')}
      </ReasonButton>
      {isOpen && <RollBackDialog model={model} close={() => open(false)} />}
    </>
  )
}
